#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Remote images, over loopback.
. "$(dirname "$0")/../lib/mount.sh"
requires qemu-nbd nginx sshd ssh-keygen
image_linux guest.img 64
cat_hello='cat home/user/hello.txt'
hello="Hello from the guest."

qemu-nbd -r -f raw -t -k "$tmp/nbd.sock" -x disk --fork guest.img --pid-file "$tmp/nbd1.pid"
qemu-nbd -r -f raw -t -b 127.0.0.1 -p 10909 --fork guest.img --pid-file "$tmp/nbd2.pid"
cleanup 'kill $(cat "$tmp"/nbd*.pid)'
t_is "nbd over a unix socket" "$hello" \
	"$(ro "nbd+unix:///disk?socket=$tmp/nbd.sock" "$cat_hello")"
t_is "nbd over tcp" "$hello" "$(ro nbd://127.0.0.1:10909 "$cat_hello")"
t_like "an nbd server that is not there is named" "127.0.0.1:1\b|Connection refused" \
	"$(ro nbd://127.0.0.1:1/x true 2>&1)"

mkdir -p www
ln guest.img www/
cat >nginx.conf <<EOF
daemon on; pid $tmp/nginx.pid; error_log $tmp/nginx.err; user $(id -un);
events { }
http { access_log off; client_body_temp_path $tmp; proxy_temp_path $tmp;
fastcgi_temp_path $tmp; uwsgi_temp_path $tmp; scgi_temp_path $tmp;
server { listen 127.0.0.1:10980; root $tmp/www; } }
EOF
chmod 755 "$tmp"
nginx -c "$tmp/nginx.conf" 2>/dev/null
cleanup 'kill $(cat "$tmp/nginx.pid")'
t_is "http" "$hello" "$(ro http://127.0.0.1:10980/guest.img "$cat_hello")"
# Many requests are under way at once, and some end at once.
all='find . -type f -exec cat {} + | sha256sum'
four_times()
{
	local want i

	want=$(ro guest.img "$all")
	for i in 1 2 3 4; do
		[ "$(ro http://127.0.0.1:10980/guest.img "$all")" = "$want" ] ||
			return 1
	done
}
t "http: a tree is walked and read, as often as one likes" four_times

ssh-keygen -q -t ed25519 -N '' -f hostkey
ssh-keygen -q -t ed25519 -N '' -f key
mkdir -p /run/sshd
cat >sshd.conf <<EOF
Port 10922
ListenAddress 127.0.0.1
HostKey $tmp/hostkey
AuthorizedKeysFile $tmp/key.pub
StrictModes no
PidFile $tmp/sshd.pid
UsePAM no
PermitRootLogin yes
Subsystem sftp internal-sftp
EOF
$(command -v sshd) -f "$tmp/sshd.conf"
cleanup 'kill $(cat "$tmp/sshd.pid")'
# libssh takes the home directory from the password file, not from HOME
home=$(getent passwd "$(id -un)" | cut -d: -f6)
mkdir -p "$home/.ssh"
touch "$home/.ssh/known_hosts"
cp -p "$home/.ssh/known_hosts" known_hosts.saved
cleanup "cp -p $tmp/known_hosts.saved $home/.ssh/known_hosts"
echo "[127.0.0.1]:10922 $(cat hostkey.pub)" >>"$home/.ssh/known_hosts"
eval "$(ssh-agent)" >/dev/null
cleanup "kill $SSH_AGENT_PID"
ssh-add -q key
t_is "ssh" "$hello" "$(ro "ssh://$(id -un)@127.0.0.1:10922$tmp/guest.img" "$cat_hello")"
