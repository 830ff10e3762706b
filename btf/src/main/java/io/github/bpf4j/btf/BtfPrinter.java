package io.github.bpf4j.btf;

import io.github.bpf4j.btf.BtfType.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * BTF types as C declarations, laid out so that a C compiler gives the same offsets and sizes.
 *
 * <p>Types from hostile input can spell out more text than any memory holds; beyond a megabyte the
 * output says {@code ...} in their place. Safe for use by several threads: each call works on its own state.
 */
public final class BtfPrinter {
    private static final int MAX_CHARS = 1 << 20;
    private static final int CHARS_PER_TYPE = 16;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_DERIVATIONS = 64;
    private static final int MAX_PADDING_FIELDS_BITS = 1024;
    private static final String ELLIPSIS = "/* ... */";

    private final Btf btf;
    private final Map<Integer, Long> alignments = new HashMap<>();
    private int charsLeft = MAX_CHARS;
    private int depth;

    private BtfPrinter(Btf btf) {
        this.btf = btf;
    }

    /** The declaration of a type, function or variable with a semicolon; a data section gives its variables. */
    public static String declaration(Btf btf, int typeId) {
        return new BtfPrinter(btf).declare(typeId);
    }

    /** A type as a cast would write it: {@code const char *}, {@code struct flow}. */
    public static String typeName(Btf btf, int typeId) {
        return new BtfPrinter(btf).declarator(typeId, "", 0);
    }

    /** A type with the thing that has it: {@code int (*ops[4])(void *)} for {@code ops}. */
    public static String declarator(Btf btf, int typeId, String name) {
        return new BtfPrinter(btf).declarator(typeId, name, 0);
    }

    private String declare(int typeId) {
        return switch (btf.type(typeId)) {
            case BtfType.Composite composite -> body(composite, 0) + ";";
            case BtfType.Enumeration enumeration -> body(enumeration, 0) + ";";
            case BtfType.Typedef typedef -> "typedef " + declarator(typedef.typeId(), typedef.name(), 0) + ";";
            case BtfType.Func function ->
                prefix(function.linkage()) + declarator(function.prototypeId(), function.name(), 0) + ";";
            case BtfType.Var variable ->
                prefix(variable.linkage()) + declarator(variable.typeId(), variable.name(), 0) + ";";
            case BtfType.DataSec section ->
                section.variables().stream()
                        .map(entry -> declare(entry.varId()))
                        .collect(Collectors.joining("\n", "/* " + section.name() + " */\n", ""));
            case BtfType.DeclTag tag -> "/* btf_decl_tag(\"" + tag.name() + "\") on type " + tag.typeId() + " */";
            case BtfType.Void _,
                    BtfType.Int _,
                    BtfType.Ptr _,
                    BtfType.Array _,
                    BtfType.Fwd _,
                    BtfType.Volatile _,
                    BtfType.Const _,
                    BtfType.Restrict _,
                    BtfType.TypeTag _,
                    BtfType.FuncProto _,
                    BtfType.Float _ -> declarator(typeId, "", 0) + ";";
        };
    }

    /** Whether one more type or member with a name may be spelled out; what is nested costs more, as it is indented and copied. */
    private boolean spend(String name) {
        long cost = (1L + depth) * (CHARS_PER_TYPE + name.length());
        charsLeft = (int) Math.max(-1, charsLeft - cost);
        return charsLeft >= 0;
    }

    private static String prefix(BtfType.Linkage linkage) {
        return switch (linkage) {
            case STATIC -> "static ";
            case GLOBAL -> "";
            case EXTERN -> "extern ";
        };
    }

    /** Works from the name outwards: pointers to its left, arrays and parameters to its right, the base type last. */
    private String declarator(int typeId, String name, int indent) {
        String inner = name;
        String qualifiers = "";
        boolean pointer = false;
        int id = typeId;
        for (int derivations = 0; derivations < MAX_DERIVATIONS; derivations++) {
            if (!spend(btf.type(id).name())) {
                return ELLIPSIS;
            }
            switch (btf.type(id)) {
                case BtfType.Const qualified -> {
                    qualifiers += "const ";
                    id = qualified.typeId();
                }
                case BtfType.Volatile qualified -> {
                    qualifiers += "volatile ";
                    id = qualified.typeId();
                }
                case BtfType.Restrict qualified -> {
                    qualifiers += "restrict ";
                    id = qualified.typeId();
                }
                case BtfType.TypeTag tag -> {
                    qualifiers += "__attribute__((btf_type_tag(\"" + tag.name() + "\"))) ";
                    id = tag.typeId();
                }
                case BtfType.Ptr target -> {
                    inner = qualifiers.isEmpty() ? "*" + inner : ("* " + qualifiers + inner).stripTrailing();
                    qualifiers = "";
                    pointer = true;
                    id = target.typeId();
                }
                case BtfType.Array array -> {
                    inner = (pointer ? "(" + inner + ")" : inner) + "[" + (array.count() == 0 ? "" : array.count())
                            + "]";
                    pointer = false;
                    id = array.elementTypeId();
                }
                case BtfType.FuncProto prototype -> {
                    inner = (pointer ? "(" + inner + ")" : inner) + parameters(prototype, indent);
                    pointer = false;
                    id = prototype.returnTypeId();
                }
                default -> {
                    return qualifiers + base(btf.type(id), indent) + (inner.isEmpty() ? "" : " " + inner);
                }
            }
        }
        return ELLIPSIS + " " + inner;
    }

    private String parameters(BtfType.FuncProto prototype, int indent) {
        if (depth == MAX_DEPTH) {
            return "(" + ELLIPSIS + ")";
        }
        depth++;
        String list = prototype.parameters().stream()
                .takeWhile(parameter -> spend(parameter.name()))
                .map(parameter -> declarator(parameter.typeId(), parameter.name(), indent))
                .collect(Collectors.joining(", "));
        depth--;
        if (prototype.variadic()) {
            return "(" + list + (list.isEmpty() ? "...)" : ", ...)");
        }
        return list.isEmpty() ? "(void)" : "(" + list + ")";
    }

    private String base(BtfType type, int indent) {
        return switch (type) {
            case BtfType.Void _ -> "void";
            case BtfType.Composite composite -> composite.name().isEmpty() ? body(composite, indent) : head(composite);
            case BtfType.Enumeration enumeration ->
                enumeration.name().isEmpty() ? body(enumeration, indent) : "enum " + enumeration.name();
            case BtfType.Fwd forward -> (forward.union() ? "union " : "struct ") + forward.name();
            case BtfType.Int _,
                    BtfType.Float _,
                    BtfType.Typedef _,
                    BtfType.Func _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Ptr _,
                    BtfType.Array _,
                    BtfType.FuncProto _,
                    BtfType.Volatile _,
                    BtfType.Const _,
                    BtfType.Restrict _,
                    BtfType.TypeTag _ -> type.name();
        };
    }

    private static String head(BtfType.Composite composite) {
        return composite.name().isEmpty() ? composite.kind().toString() : composite.kind() + " " + composite.name();
    }

    private String body(BtfType.Composite composite, int indent) {
        if (depth == MAX_DEPTH) {
            return head(composite) + " { " + ELLIPSIS + " }";
        }
        depth++;
        StringBuilder out = new StringBuilder(head(composite)).append(" {\n");
        String tabs = "\t".repeat(indent + 1);
        boolean packed = isPacked(composite);
        long cursor = 0;
        for (Member member : composite.members()) {
            if (!spend(member.name())) {
                out.append(tabs).append(ELLIPSIS).append('\n');
                break;
            }
            if (composite instanceof BtfType.Struct) {
                pad(out, tabs, naturalOffset(cursor, member, packed), member.bitOffset(), cursor);
            }
            out.append(tabs).append(declarator(member.typeId(), member.name(), indent + 1));
            if (member.bitfieldSize() != 0) {
                out.append(": ").append(member.bitfieldSize());
            }
            out.append(";\n");
            cursor = member.bitOffset() + width(member);
        }
        if (composite instanceof BtfType.Struct) {
            pad(out, tabs, roundUp(cursor, packed ? 8 : 8 * naturalAlignment(composite)), composite.size() * 8, cursor);
        }
        depth--;
        return out.append("\t".repeat(indent))
                .append(packed ? "} __attribute__((packed))" : "}")
                .toString();
    }

    private String body(BtfType.Enumeration enumeration, int indent) {
        String tabs = "\t".repeat(indent + 1);
        StringBuilder out =
                new StringBuilder("enum").append(enumeration.name().isEmpty() ? "" : " " + enumeration.name());
        out.append(" {\n");
        for (BtfType.Enumerator enumerator : enumeration.enumerators()) {
            if (!spend(enumerator.name())) {
                out.append(tabs).append(ELLIPSIS).append('\n');
                break;
            }
            String value = enumeration.signed()
                    ? Long.toString(enumerator.value())
                    : Long.toUnsignedString(enumerator.value());
            out.append(tabs).append(enumerator.name()).append(" = ").append(value);
            out.append(enumeration.size() == 8 ? (enumeration.signed() ? "LL,\n" : "ULL,\n") : ",\n");
        }
        out.append("\t".repeat(indent)).append('}');
        return switch (enumeration.size()) {
            case 1 -> out.append(" __attribute__((mode(byte)))").toString();
            case 2 -> out.append(" __attribute__((mode(word)))").toString();
            default -> out.toString();
        };
    }

    /** Unnamed bit-fields from {@code cursor} to {@code target} where the compiler would not skip as far by itself. */
    private static void pad(StringBuilder out, String tabs, long natural, long target, long cursor) {
        if (target <= natural) {
            return;
        }
        if (target - cursor > MAX_PADDING_FIELDS_BITS) {
            long bytes = (target - roundUp(cursor, 8)) / 8;
            out.append(tabs).append("unsigned char __padding_").append(roundUp(cursor, 8) / 8);
            out.append('[').append(bytes).append("];\n");
            return;
        }
        long at = cursor;
        while (at < target) {
            long bits = Math.min(target - at, 64 - at % 64);
            String unit =
                    fits(at, bits, 8) ? "char" : fits(at, bits, 16) ? "short" : fits(at, bits, 32) ? "int" : "long";
            out.append(tabs).append(unit).append(": ").append(bits).append(";\n");
            at += bits;
        }
    }

    private static boolean fits(long at, long bits, int unit) {
        return at % unit + bits <= unit;
    }

    private long width(Member member) {
        return member.bitfieldSize() != 0 ? member.bitfieldSize() : 8 * btf.sizeOf(member.typeId());
    }

    private long naturalOffset(long cursor, Member member, boolean packed) {
        if (member.bitfieldSize() == 0) {
            return roundUp(cursor, packed ? 8 : 8 * alignment(member.typeId()));
        }
        long unit = 8 * btf.sizeOf(member.typeId());
        return packed || cursor % unit + member.bitfieldSize() <= unit ? cursor : roundUp(cursor, unit);
    }

    private boolean isPacked(BtfType.Composite composite) {
        if (composite.size() % naturalAlignment(composite) != 0) {
            return true;
        }
        List<Member> members = composite.members();
        return members.stream()
                .anyMatch(member ->
                        member.bitfieldSize() == 0 && member.bitOffset() % (8 * alignment(member.typeId())) != 0);
    }

    private long naturalAlignment(BtfType.Composite composite) {
        long alignment = 1;
        for (Member member : composite.members()) {
            alignment = Math.max(alignment, alignment(member.typeId()));
        }
        return alignment;
    }

    private long alignment(int typeId) {
        int id = btf.resolve(typeId);
        Long known = alignments.get(id);
        if (known != null) {
            return known;
        }
        long alignment = switch (btf.type(id)) {
            case BtfType.Array array -> alignment(array.elementTypeId());
            case BtfType.Composite composite -> isPacked(composite) ? 1 : naturalAlignment(composite);
            default -> btf.hasSize(id) ? Math.max(1, Long.highestOneBit(btf.sizeOf(id))) : 1;
        };
        alignments.put(id, alignment);
        return alignment;
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
