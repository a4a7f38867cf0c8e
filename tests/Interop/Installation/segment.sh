#!/bin/sh
# Runs a program at the one end of a cable: eth0 with an address, and nothing answers at the other end. Run by unshare with
# a network namespace of its own, so that everything is gone with it.
#
#   segment.sh ADDRESS PROGRAM [ARGUMENT...]
set -eu
ip link set lo up
ip link add eth0 type veth peer name far
ip address add "$1" dev eth0
ip link set eth0 up
ip link set far up
shift
exec "$@"
