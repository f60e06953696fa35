import { open } from 'node:fs/promises';

export interface FilesystemCount {
  readonly capacityBytes: number;
  readonly freeBytes: number;
  readonly inodes: number;
  readonly freeInodes: number;
}

const SUPERBLOCK_OFFSET = 1024;
const MAGIC = 0xef53;

/**
 * Reads how full an ext4 image is without mounting it. Users cannot write these bytes: they see files, not the image.
 * Offsets: https://docs.kernel.org/filesystems/ext4/globals.html, "Super Block". Capacity is without ext4's own tables.
 */
export async function readSuperblock(image: string): Promise<FilesystemCount> {
  const file = await open(image, 'r');
  try {
    const block = Buffer.alloc(1024);
    await file.read(block, 0, block.length, SUPERBLOCK_OFFSET);
    if (block.readUInt16LE(0x38) !== MAGIC) throw new Error(`${image} is not an ext4 file system.`);
    const blockBytes = 1024 * 2 ** block.readUInt32LE(0x18);
    const blocks = block.readUInt32LE(0x04) + block.readUInt32LE(0x150) * 2 ** 32;
    const free = block.readUInt32LE(0x0c) + block.readUInt32LE(0x158) * 2 ** 32;
    const overhead = block.readUInt32LE(0x248);
    return {
      capacityBytes: (blocks - overhead) * blockBytes,
      freeBytes: free * blockBytes,
      inodes: block.readUInt32LE(0x00),
      freeInodes: block.readUInt32LE(0x10),
    };
  } finally {
    await file.close();
  }
}
