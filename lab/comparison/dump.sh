# Runs keepalived on a file in namespaces of its own until it has dumped what it understood.
# dump.sh FILE FOLDER LINKS ID [NAMESPACE...]: FOLDER gets keepalived.json, keepalived.data and log; LINKS is a batch for ip(8).
set -u
file=$1 folder=$2 links=$3 id=$4
mount --make-rprivate /
mount -t tmpfs none /run
export TMPDIR=$folder
shift 4
mkdir /run/netns
for name in "$@"; do
    # By another name, the network it is in.
    touch "/run/netns/$name" && mount --bind /proc/self/ns/net "/run/netns/$name"
done
ip link set lo up
ip -batch "$links" || exit 3
# One that was built without the balancer does not know the option that leaves it out.
keepalived --help 2>&1 | grep -q -- '-P,' && alone=-P || alone=
keepalived -n -l $alone -i "$id" -f "$file" -p "$folder/pid" -r "$folder/vrrp_pid" > "$folder/log" 2>&1 &
agent=$!
turn=0
while [ $turn -lt 100 ]; do
    turn=$((turn + 1))
    kill -0 $agent 2> /dev/null || exit 4
    grep -q 'Startup complete' "$folder/log" && break
    sleep 0.05
done
while [ $turn -lt 200 ]; do
    turn=$((turn + 1))
    kill -36 $agent && kill -USR1 $agent || exit 4
    sleep 0.1
    # The data ends with the interfaces.
    [ -s "$folder/keepalived.json" ] && grep -q '< Interfaces >' "$folder/keepalived.data" && break
done
sleep 0.1
exit 0
