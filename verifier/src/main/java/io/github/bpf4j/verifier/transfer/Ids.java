package io.github.bpf4j.verifier.transfer;

/** Numbers of the helpers for which the verifier has rules of their own. */
final class Ids {
    static final int MAP_LOOKUP_ELEM = 1;
    static final int MAP_UPDATE_ELEM = 2;
    static final int MAP_DELETE_ELEM = 3;
    static final int TAIL_CALL = 12;
    static final int PERF_EVENT_OUTPUT = 25;
    static final int GET_STACKID = 27;
    static final int SETSOCKOPT = 49;
    static final int GETSOCKOPT = 57;
    static final int REDIRECT_MAP = 51;
    static final int GET_LOCAL_STORAGE = 81;
    static final int MAP_PUSH_ELEM = 87;
    static final int MAP_POP_ELEM = 88;
    static final int BIND = 64;
    static final int SPIN_LOCK = 93;
    static final int SPIN_UNLOCK = 94;
    static final int SEQ_PRINTF = 126;
    static final int SEQ_PRINTF_BTF = 150;
    static final int SEQ_WRITE = 127;
    static final int RINGBUF_RESERVE = 131;
    static final int D_PATH = 147;
    static final int SK_FULLSOCK = 95;
    static final int TCP_SOCK = 96;
    static final int SKC_TO_TCP6_SOCK = 136;
    static final int SKC_TO_TCP_SOCK = 137;
    static final int SKC_TO_TCP_TIMEWAIT_SOCK = 138;
    static final int SKC_TO_TCP_REQUEST_SOCK = 139;
    static final int SKC_TO_UDP6_SOCK = 140;
    static final int IMA_INODE_HASH = 161;
    static final int SOCK_FROM_FILE = 162;
    static final int SKC_TO_UNIX_SOCK = 178;
    static final int SKC_TO_MPTCP_SOCK = 196;
    static final int FOR_EACH_MAP_ELEM = 164;
    static final int SNPRINTF = 165;
    static final int TIMER_INIT = 169;
    static final int TIMER_SET_CALLBACK = 170;
    static final int GET_FUNC_IP = 173;
    static final int FIND_VMA = 180;
    static final int LOOP = 181;
    static final int GET_FUNC_ARG = 183;
    static final int GET_FUNC_ARG_CNT = 185;
    static final int IMA_FILE_HASH = 193;
    static final int MAP_LOOKUP_PERCPU_ELEM = 195;
    static final int DYNPTR_FROM_MEM = 197;
    static final int RINGBUF_RESERVE_DYNPTR = 198;
    static final int DYNPTR_WRITE = 202;
    static final int USER_RINGBUF_DRAIN = 209;

    private Ids() {}
}
