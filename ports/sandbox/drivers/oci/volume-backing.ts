import type { VolumeUsage } from '../../port.ts';
import type { VolumeRecord } from './volume-record.ts';

/** How the files of a volume are kept. `directory` is the volume's own directory, for root alone. */
export interface VolumeBacking {
  /** Makes the tree in `directory` from `stage`, whose files belong to their final owner already. */
  create(directory: string, record: VolumeRecord, stage: string): Promise<void>;
  /** Copies a tree and gives its files to the user ids of the target. */
  copy(source: CopySource, target: CopyTarget): Promise<void>;
  /** Makes the tree visible at `mountpoint`. */
  attach(directory: string, mountpoint: string): Promise<void>;
  detach(mountpoint: string): Promise<void>;
  resize(directory: string, record: VolumeRecord, bytes: number): Promise<void>;
  usage(directory: string, record: VolumeRecord, mounted: string | undefined): Promise<VolumeUsage>;
}

export interface CopyTarget {
  readonly directory: string;
  readonly record: VolumeRecord;
}

export interface CopySource extends CopyTarget {
  /** Where the volume is in use at this moment. */
  readonly mounted: string | undefined;
}
