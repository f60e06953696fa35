import { getDocument, GlobalWorkerOptions, type PDFDocumentLoadingTask } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- the build answers with the address of the file
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerAddress;

const pieceSize = 256 * 1024;

/** Opens a PDF by the parts that its pages need; the rest of the file is not fetched. */
export function loadPdf(url: string): PDFDocumentLoadingTask {
  return getDocument({ url, rangeChunkSize: pieceSize, disableAutoFetch: true, disableStream: true });
}
