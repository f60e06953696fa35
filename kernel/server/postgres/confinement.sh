# Gives PostgreSQL a root directory of its own and the identity of a user that nobody else is, then becomes it.
# Called inside a fresh mount namespace (unshare --mount --propagation private) with:
#   <mount point> <native> <libraries> <data directory> <socket directory> <uid> <command...>
#
# Why a root directory: the checkout may lie where PostgreSQL's user cannot go (/root has mode 700), and initdb insists
# on a name for that user. Why pivot_root rather than a few bind mounts: a namespace that keeps the machine's mounts
# also keeps every project volume that was mounted at that moment, and those could then never be released.
set -eu
root=$1 native=$2 libraries=$3 data=$4 sockets=$5 uid=$6
shift 6

mount -t tmpfs -o mode=755,size=1m,nosuid e-code-postgres "$root"
cd "$root"
mkdir usr etc dev dev/shm tmp native libraries data sockets proc old
# initdb starts postgres by way of /bin/sh.
for name in bin lib lib64 lib32; do
  if [ -L "/$name" ]; then
    cp -P "/$name" "$name"
  elif [ -d "/$name" ]; then
    mkdir "$name"
    mount --bind -o ro "/$name" "$name"
  fi
done
mount --bind -o ro /usr usr
mount --bind -o ro "$native" native
mount --bind -o ro "$libraries" libraries
mount --bind "$data" data
mount --bind "$sockets" sockets
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec,size=512m e-code-postgres dev/shm
for device in null zero urandom; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
printf 'postgres:x:%s:%s::/:/bin/false\nroot:x:0:0::/:/bin/false\n' "$uid" "$uid" >etc/passwd
# umount reads /proc/self/mountinfo; PostgreSQL needs no /proc.
mount --bind /proc proc
pivot_root . old
umount -l /old
umount -l /proc
mount -o remount,ro /

export LD_LIBRARY_PATH=/libraries:/native/lib
exec setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
  --pdeathsig SIGINT -- "$@"
