package io.github.bpf4j.runtime.helpers;

/** What helpers on packets ask of what there is around programs. Safe for use by any thread. */
public interface Surroundings {
    /** The most bytes behind the Ethernet header of packets that an interface takes; -1 if there is no such interface. */
    int mtu(int ifindex);

    /** The number of the control group that programs run in and the sockets of packets belong to. */
    long cgroupId();

    /** The class of the packets of that group, an unsigned int. */
    int classid();

    /** The number of the group on the way from the root, which is level 0, to that one; 0 if it is not that deep. */
    long ancestorCgroupId(int level);
}
