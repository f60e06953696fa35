/**
 * The system-call filter: an allow-list, grouped by purpose. A call that is not named fails with ENOSYS, as on an older
 * kernel, so that programs take their fall-back. Calls in `refused` fail with EPERM, as they do for a user without rights.
 *
 * Only the native architecture is named; libseccomp kills 32-bit callers, whose call numbers would mean other calls.
 * Names that an architecture or an older libseccomp does not know are skipped by the runtimes.
 */
export function seccompProfile(): SeccompProfile {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: ENOSYS,
    architectures: [nativeArchitecture()],
    syscalls: [
      { names: Object.values(allowed).flatMap(words), action: 'SCMP_ACT_ALLOW' },
      { names: words(refused), action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
      ...cloneRules(),
      ...socketRules(),
      ...personalityRules(),
    ],
  };
}

export interface SeccompProfile {
  defaultAction: string;
  defaultErrnoRet: number;
  architectures: string[];
  syscalls: SeccompRule[];
}

interface SeccompRule {
  names: string[];
  action: string;
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: string }[];
}

const EPERM = 1;
const ENOSYS = 38;

const allowed = {
  files: `access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64
    fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync flock fstat fstatfs fsync ftruncate getcwd
    getdents getdents64 lchown link linkat lseek lstat mkdir mkdirat mknod mknodat newfstatat open openat openat2 pread64
    preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv rename renameat renameat2 rmdir
    sendfile splice stat statfs statx symlink symlinkat sync sync_file_range syncfs tee truncate umask unlink unlinkat
    ustat utime utimensat utimes futimesat vmsplice write writev name_to_handle_at cachestat`,
  attributes: `getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr removexattr
    lremovexattr fremovexattr`,
  watching: `inotify_add_watch inotify_init inotify_init1 inotify_rm_watch epoll_create epoll_create1 epoll_ctl
    epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 poll ppoll select pselect6 signalfd
    signalfd4 timerfd_create timerfd_gettime timerfd_settime`,
  memory: `brk madvise membarrier memfd_create memfd_secret mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock
    munlockall munmap pkey_alloc pkey_free pkey_mprotect process_madvise process_mrelease remap_file_pages map_shadow_stack`,
  processes: `alarm arch_prctl capget capset execve execveat exit exit_group fork futex futex_waitv futex_wait futex_wake
    futex_requeue get_robust_list get_thread_area getcpu getegid geteuid getgid getgroups getitimer getpgid getpgrp getpid
    getppid getpriority getresgid getresuid getrlimit getrusage getsid gettid getuid ioctl ioprio_get ioprio_set kcmp kill
    landlock_add_rule landlock_create_ruleset landlock_restrict_self nanosleep pause pidfd_getfd pidfd_open
    pidfd_send_signal prctl prlimit64 restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo
    rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min
    sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity
    sched_setattr sched_setparam sched_setscheduler sched_yield seccomp set_robust_list set_thread_area set_tid_address
    setfsgid setfsuid setgid setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setrlimit
    setsid setuid sigaltstack sysinfo tgkill time times tkill uname vfork wait4 waitid getrandom pipe pipe2`,
  clocks: `clock_getres clock_gettime clock_nanosleep gettimeofday timer_create timer_delete timer_getoverrun timer_gettime
    timer_settime`,
  sockets: `accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg
    sendmsg sendto setsockopt shutdown socketpair`,
  exchange: `msgctl msgget msgrcv msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget mq_getsetattr mq_notify
    mq_open mq_timedreceive mq_timedsend mq_unlink io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit`,
  /** Debuggers work on processes of the same sandbox: user and pid namespaces hide all others. */
  debugging: `ptrace process_vm_readv process_vm_writev`,
};

const refused = `acct add_key adjtimex bpf chroot clock_adjtime clock_settime create_module delete_module fanotify_init
  fanotify_mark finit_module fsconfig fsmount fsopen fspick get_mempolicy init_module io_uring_enter io_uring_register
  io_uring_setup ioperm iopl kexec_file_load kexec_load keyctl lookup_dcookie mbind migrate_pages mount mount_setattr
  move_mount move_pages nfsservctl open_by_handle_at open_tree perf_event_open pivot_root quotactl quotactl_fd reboot
  request_key set_mempolicy set_mempolicy_home_node setdomainname sethostname setns settimeofday swapoff swapon sysfs
  syslog umount umount2 unshare userfaultfd uselib vhangup vm86 vm86old`;

/** Every CLONE_NEW* flag. `clone3` takes its flags by pointer, which a filter cannot read: ENOSYS makes glibc use `clone`. */
const CLONE_NAMESPACES = 0x7e02_0000;

function cloneRules(): SeccompRule[] {
  const args = [{ index: 0, value: CLONE_NAMESPACES, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }];
  return [{ names: ['clone'], action: 'SCMP_ACT_ALLOW', args }];
}

/** Unix, IPv4, IPv6 and route netlink. Not vsock, which reaches the hypervisor, nor packet, nor the kernel's crypto sockets. */
function socketRules(): SeccompRule[] {
  return [1, 2, 10, 16].map((family) => allowWhenFirst('socket', family));
}

/** The execution domains that are harmless; 0x40000 switches address randomisation off, which debuggers do. */
function personalityRules(): SeccompRule[] {
  return [0x0, 0x8, 0x2_0000, 0x2_0008, 0x4_0000, 0xffff_ffff].map((value) => allowWhenFirst('personality', value));
}

function allowWhenFirst(name: string, value: number): SeccompRule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }] };
}

function nativeArchitecture(): string {
  return process.arch === 'arm64' ? 'SCMP_ARCH_AARCH64' : 'SCMP_ARCH_X86_64';
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
