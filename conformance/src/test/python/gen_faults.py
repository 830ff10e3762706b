"""The cases of encodings that must be refused."""

import struct

from tables import CaseFile


def slot(opcode, dst=0, src=0, offset=0, imm=0):
    return struct.pack("<BBhi", opcode, dst | src << 4, offset, imm).hex()


EXIT = slot(0x95)
# Every opcode that RFC 9669 or Linux gives a meaning; all others must be refused. 0x0d (jump by register) and the
# packet loads are Linux's.
VALID = {0x18, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91, 0x62, 0x6A, 0x72, 0x7A,
         0x63, 0x6B, 0x73, 0x7B, 0xC3, 0xCB, 0xD3, 0xDB, 0x84, 0x87, 0xD4, 0xDC, 0xD7, 0x05, 0x06, 0x0D, 0x85, 0x95,
         0xE5}  # fmt: skip
VALID |= {
    op | source | cls for op in (*range(0, 0x80, 16), 0x90, 0xA0, 0xB0, 0xC0) for source in (0, 8) for cls in (4, 7)
}
VALID |= {
    op | source | cls for op in (*range(16, 0x80, 16), *range(0xA0, 0xE0, 16)) for source in (0, 8) for cls in (5, 6)
}


def refused(out, name, slots, comment=None):
    out.table(
        name, None, "code", [(code,) for code in slots], comment, code=f"{{code}} {EXIT}", fault="bad-instruction"
    )


def write():
    out = CaseFile("faults", "opcodes")
    refused(out, "opcode without a meaning", [slot(op) for op in range(256) if op not in VALID])
    out.write()
    out = CaseFile("faults", "reserved")
    alu = [op | cls for op in (*range(0, 0x80, 16), 0x90, 0xA0, 0xB0, 0xC0) for cls in (4, 7)]
    jumps = [op | cls for op in (*range(16, 0x80, 16), *range(0xA0, 0xE0, 16)) for cls in (5, 6)]
    divisions = (0x34, 0x37, 0x94, 0x97)
    mov = (0xBC, 0xBF)
    refused(out, "ALU by immediate with a source register", [slot(op, src=1) for op in alu])
    refused(out, "ALU by register with an immediate", [slot(op | 8, imm=1) for op in alu])
    refused(out, "ALU by immediate with an offset", [slot(op, offset=1, imm=1) for op in alu if op not in divisions])
    refused(
        out,
        "ALU by register with an offset",
        [slot(op | 8, offset=1) for op in alu if op not in divisions and op | 8 not in mov],
    )
    refused(
        out,
        "DIV and MOD know only offsets 0 and 1",
        [slot(op, offset=o, imm=1) for op in divisions for o in (2, -1, 8)],
    )
    refused(out, "MOV with an offset that is no width", [slot(op, offset=o) for op in mov for o in (-1, 2, 7, 24, 64)])
    refused(out, "MOV of 32 bits cannot sign-extend 32 bits", [slot(0xBC, offset=32)])
    refused(
        out,
        "NEG with another operand",
        [slot(op, **f) for op in (0x84, 0x87) for f in ({"src": 1}, {"offset": 1}, {"imm": 1})],
    )
    refused(
        out,
        "END with a width it does not know",
        [slot(op, imm=w) for op in (0xD4, 0xDC, 0xD7) for w in (0, 8, 24, 128, -16)],
    )
    refused(
        out,
        "END with a source register or an offset",
        [slot(op, imm=16, **f) for op in (0xD4, 0xDC, 0xD7) for f in ({"src": 1}, {"offset": 1})],
    )
    refused(out, "comparison with an immediate and a source register", [slot(op, src=1) for op in jumps])
    refused(out, "comparison by register with an immediate", [slot(op | 8, imm=1) for op in jumps])
    refused(out, "JA with another operand", [slot(0x05, **f) for f in ({"dst": 1}, {"src": 1}, {"imm": 1})])
    refused(
        out, "JA of 32 bits with another operand", [slot(0x06, **f) for f in ({"dst": 1}, {"src": 1}, {"offset": 1})]
    )
    refused(out, "may_goto with another operand", [slot(0xE5, **f) for f in ({"dst": 1}, {"src": 2}, {"imm": 1})])
    refused(out, "EXIT with operands", [slot(0x95, **f) for f in ({"dst": 1}, {"src": 1}, {"imm": 1})])
    refused(
        out,
        "CALL with operands",
        [slot(0x85, imm=1, **f) for f in ({"dst": 1}, {"src": 3}, {"src": 15}, {"offset": 1})],
    )
    refused(out, "LDX with an immediate", [slot(op, src=1, imm=1) for op in (0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91)])
    refused(out, "ST with a source register", [slot(op, dst=1, src=1) for op in (0x62, 0x6A, 0x72, 0x7A)])
    refused(out, "STX with an immediate", [slot(op, dst=1, src=2, imm=1) for op in (0x63, 0x6B, 0x73, 0x7B)])
    refused(
        out,
        "atomic operation that does not exist",
        [
            slot(op, 1, 2, imm=i)
            for op in (0xC3, 0xDB)
            for i in (0x02, 0x10, 0x30, 0x60, 0xE0, 0xF0, 0x101, 0x111, 0x120, -1)
        ],
    )
    refused(
        out,
        "atomic arithmetic has no 8 and 16 bits",
        [
            slot(op, 1, 2, imm=i)
            for op in (0xCB, 0xD3)
            for i in (0x00, 0x01, 0x40, 0x41, 0x50, 0x51, 0xA0, 0xA1, 0xE1, 0xF1)
        ],
    )
    refused(
        out,
        "register above R10",
        [
            slot(op, **{field: r}) for r in (11, 15) for op, field in ((0xBF, "dst"), (0xBF, "src"), (0x07, "dst"),
            (0x2D, "dst"), (0x2D, "src"), (0x79, "dst"), (0x79, "src"), (0x7B, "dst"), (0x7B, "src"), (0x7A, "dst"),
            (0xDB, "dst"), (0xDB, "src"), (0x84, "dst"), (0xD7, "dst"))
        ],
    )  # fmt: skip
    wide = [slot(0x18, imm=1) + slot(0, **f) for f in ({"dst": 1}, {"src": 1}, {"offset": 1})]
    wide += [
        slot(0x18, offset=1) + slot(0),
        slot(0x18, imm=1) + slot(0xB7),
        slot(0x18, src=7) + slot(0),
        slot(0x18, 11) + slot(0),
    ]
    refused(out, "LD IMM DW with reserved fields, or an ordinary instruction as its second half", wide)
    out.write()
