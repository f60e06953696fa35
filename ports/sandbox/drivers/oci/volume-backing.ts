import type { VolumeUsage } from '../../port.ts';
import type { VolumeRecord } from './volume-record.ts';

/** How the files of a volume are kept. `directory` is the volume's own directory, for root alone. */
export interface VolumeBacking {
  /** Makes the tree in `directory` from `stage`, whose files belong to their final owner already. */
  create(directory: string, record: VolumeRecord, stage: string): Promise<void>;
  /** Copies the tree of `from`; `mounted` is where it is in use at this moment. Owners are shifted to those of `record`. */
  copy(from: string, to: string, source: VolumeRecord, record: VolumeRecord, mounted: string | undefined): Promise<void>;
  /** Makes the tree visible at `mountpoint`. */
  attach(directory: string, mountpoint: string): Promise<void>;
  detach(mountpoint: string): Promise<void>;
  resize(directory: string, record: VolumeRecord, bytes: number): Promise<void>;
  usage(directory: string, record: VolumeRecord, mounted: string | undefined): Promise<VolumeUsage>;
}
