import { operator } from '@e-code/kernel/server';
import type { AccessRule } from '@e-code/kernel/server';

export const access: Record<string, AccessRule> = { 'audit.read': operator() };
