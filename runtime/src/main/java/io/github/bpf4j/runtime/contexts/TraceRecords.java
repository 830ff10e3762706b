package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Makes the records of tracepoints: a struct of the kernel's types, behind it what its {@code __data_loc} fields lead to. */
final class TraceRecords {
    private static final String STRUCT = "trace_event_raw_";
    private static final String DATA_LOC = "__data_loc_";
    private static final String REL_LOC = "__rel_loc_";
    private static final int MOST_BYTES = 8192;
    private static final int LOCATION_BYTES = 4;
    private static final int SYSCALL_ARGUMENTS = 6;

    /** Tracepoints whose records are of another's struct, by the struct: facts of Linux 6.12. */
    private static final Map<String, String> TEMPLATES = templates("""
            sched_wakeup_template sched_waking sched_wakeup sched_wakeup_new
            sched_process_template sched_process_free sched_process_exit sched_wait_task
            sched_stat_template sched_stat_wait sched_stat_sleep sched_stat_iowait sched_stat_blocked
            softirq softirq_entry softirq_exit softirq_raise
            block_rq block_rq_insert block_rq_issue block_rq_merge block_io_start block_io_done
            block_rq_completion block_rq_complete block_rq_error
            block_bio block_bio_backmerge block_bio_frontmerge block_bio_queue block_getrq
            block_buffer block_touch_buffer block_dirty_buffer
            hrtimer_class hrtimer_exit hrtimer_cancel
            timer_class timer_init timer_cancel
            cpu cpu_idle cpu_frequency
            net_dev_template net_dev_queue netif_receive_skb netif_rx
            tcp_event_sk_skb tcp_retransmit_skb
            tcp_event_sk tcp_receive_reset tcp_destroy_sock tcp_rcv_space_adjust
            signal_generate signal_generate
            signal_deliver signal_deliver
            exceptions page_fault_user page_fault_kernel
            cgroup cgroup_mkdir cgroup_rmdir cgroup_release cgroup_rename cgroup_freeze cgroup_unfreeze
            cgroup_migrate cgroup_attach_task cgroup_transfer_tasks
            """);

    private final Btf types;
    private final Values values;

    TraceRecords(Btf types, Values values) {
        this.types = types;
        this.values = values;
    }

    private static Map<String, String> templates(String text) {
        Map<String, String> templates = new HashMap<>();
        text.lines().map(line -> line.strip().split(" ", -1)).forEach(words -> {
            for (int i = 1; i < words.length; i++) {
                templates.put(words[i], words[0]);
            }
        });
        return templates;
    }

    /** The arguments of a system call, or its result, as its tracepoint records them. */
    byte[] systemCall(String target, EventContext.Arguments arguments) {
        boolean enters = target.startsWith("syscalls/sys_enter_");
        if (!enters && !target.startsWith("syscalls/sys_exit_")) {
            throw new EventContextException("the tracepoint " + target + " has a record, not arguments");
        }
        EventContext.TraceRecord record = EventContext.traceRecord();
        for (Map.Entry<String, KernelValue> entry : arguments.named().entrySet()) {
            throw EventContextException.unknown("argument", entry.getKey(), List.of());
        }
        if (!enters) {
            return write(target, record.with("ret", arguments.result().orElse(KernelValue.of(0))));
        }
        if (arguments.values().size() > SYSCALL_ARGUMENTS) {
            throw new EventContextException("system calls have no more than " + SYSCALL_ARGUMENTS + " arguments");
        }
        List<KernelValue> words = new ArrayList<>();
        arguments.values().forEach(value -> words.add(KernelValue.of(values.word(value, types, 0))));
        return write(target, record.with("args", KernelValue.of(words)));
    }

    /**
     * A record.
     *
     * @param target the category and the name of the tracepoint, with a slash between them
     */
    byte[] write(String target, EventContext.TraceRecord record) {
        String struct = record.type().isEmpty() ? struct(target) : record.type();
        OptionalInt typeId = types.find(BtfKind.STRUCT, struct);
        if (typeId.isEmpty() || !(types.type(typeId.getAsInt()) instanceof BtfType.Struct layout)) {
            throw EventContextException.unknown("record", struct, records());
        }
        int data = layout.members().stream()
                .filter(member -> member.name().equals("__data"))
                .mapToInt(member -> (int) member.byteOffset())
                .findFirst()
                .orElse((int) layout.size());
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        KernelStruct described = KernelStruct.of(struct);
        for (Map.Entry<String, KernelValue> field : record.fields().entrySet()) {
            String name = field.getKey().equals("nr") && has(layout, "id") ? "id" : field.getKey();
            if (has(layout, DATA_LOC + name)) {
                described = described.with(DATA_LOC + name, location(field.getValue(), data, behind));
            } else if (has(layout, REL_LOC + name)) {
                int end = (int) BtfField.of(types, typeId.getAsInt(), REL_LOC + name)
                                .byteOffset()
                        + LOCATION_BYTES;
                described = described.with(REL_LOC + name, location(field.getValue(), data - end, behind));
            } else if (has(layout, firstName(name))) {
                described = described.with(name, field.getValue());
            } else {
                throw EventContextException.unknown("field of " + struct, name, names(layout));
            }
        }
        byte[] bytes = values.bytes(described, (int) layout.size());
        byte[] tail = behind.toByteArray();
        byte[] whole = Arrays.copyOf(bytes, Math.max(bytes.length, data + tail.length));
        System.arraycopy(tail, 0, whole, data, tail.length);
        return whole;
    }

    private static String firstName(String path) {
        return path.split("[.\\[]", 2)[0];
    }

    private static boolean has(BtfType.Struct layout, String name) {
        return layout.members().stream().anyMatch(member -> member.name().equals(name));
    }

    /** Length and offset of what is put behind the record. */
    private static long location(KernelValue value, int from, ByteArrayOutputStream behind) {
        byte[] bytes = switch (value) {
            case KernelValue.Text text -> text.bytes();
            case KernelValue.Bytes raw -> raw.bytes();
            default -> throw new EventContextException("text or bytes are expected behind the record, not " + value);
        };
        long offset = (long) from + behind.size();
        behind.writeBytes(bytes);
        if (behind.size() > MOST_BYTES) {
            throw new EventContextException("a record of more than " + MOST_BYTES + " bytes");
        }
        return (long) bytes.length << Short.SIZE | offset;
    }

    private String struct(String target) {
        String name = target.substring(target.indexOf('/') + 1);
        if (target.startsWith("syscalls/sys_enter_")) {
            return STRUCT + "sys_enter";
        }
        if (target.startsWith("syscalls/sys_exit_")) {
            return STRUCT + "sys_exit";
        }
        boolean own = types.find(BtfKind.STRUCT, STRUCT + name).isPresent();
        return STRUCT + (own ? name : TEMPLATES.getOrDefault(name, name));
    }

    private List<String> records() {
        List<String> names = new ArrayList<>();
        for (int id = 1; id <= types.typeCount(); id++) {
            if (types.type(id) instanceof BtfType.Struct struct && struct.name().startsWith(STRUCT)) {
                names.add(struct.name());
            }
        }
        return names;
    }

    private static List<String> names(BtfType.Struct layout) {
        return layout.members().stream()
                .map(Member::name)
                .map(name -> name.startsWith(DATA_LOC)
                        ? name.substring(DATA_LOC.length())
                        : name.startsWith(REL_LOC) ? name.substring(REL_LOC.length()) : name)
                .filter(name -> !name.equals("__data") && !name.equals("ent"))
                .toList();
    }
}
