"""A BPF machine in plain Python, written from RFC 9669: a second opinion on every case."""

import struct

from semantics import ATOMIC, M32, M64, alu, atomic, end, movsx, neg, signed, taken

MEMORY = 0x1_0000_0000
STACK = 0x2_0000_0000
FRAME = 512
MAX_FRAMES = 8
FUEL = 100_000
MAY_GOTO = 10_000  # far below the millions of a real machine: no case may depend on the number
ALU_OPS = {
    0x00: "+=", 0x10: "-=", 0x20: "*=", 0x30: "/=", 0x40: "|=", 0x50: "&=", 0x60: "<<=", 0x70: ">>=", 0x90: "%=",
    0xA0: "^=", 0xB0: "=", 0xC0: "s>>=",
}  # fmt: skip
JMP_OPS = {
    0x10: "==", 0x20: ">", 0x30: ">=", 0x40: "&", 0x50: "!=", 0x60: "s>", 0x70: "s>=", 0xA0: "<", 0xB0: "<=",
    0xC0: "s<", 0xD0: "s<=",
}  # fmt: skip
SIZES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
BY_IMM = {code: op for op, code in ATOMIC.items()}


class Fault(Exception):
    pass


def need(condition, fault="bad-instruction"):
    if not condition:
        raise Fault(fault)


class Machine:
    def __init__(self, code, memory):
        need(len(code) % 8 == 0)
        self.code = [struct.unpack_from("<BBhi", code, i) for i in range(0, len(code), 8)]
        self.memory = bytearray(memory or b"")
        self.stack = bytearray(FRAME * MAX_FRAMES)
        self.regs = [0] * 11
        self.regs[1], self.regs[2] = (MEMORY, len(self.memory)) if self.memory else (0, 0)
        self.frames = []
        self.enter(0)
        self.pc = 0
        self.may_goto_budget = MAY_GOTO

    def enter(self, depth):
        need(depth < MAX_FRAMES, "call-depth")
        self.regs[10] = STACK + FRAME * (depth + 1)

    def place(self, address, size):
        for base, store in ((MEMORY, self.memory), (STACK, self.stack)):
            if base <= address and address + size <= base + len(store):
                return store, address - base
        raise AssertionError(f"case touches address {address:#x}")

    def load(self, address, size):
        store, at = self.place(address & M64, size)
        return int.from_bytes(store[at : at + size], "little")

    def store(self, address, size, value):
        store, at = self.place(address & M64, size)
        store[at : at + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")

    def run(self):
        fuel = FUEL
        while True:
            need(fuel > 0, "out-of-fuel")
            fuel -= 1
            need(0 <= self.pc < len(self.code), "out-of-program")
            opcode, registers, offset, imm = self.code[self.pc]
            dst, src = registers & 15, registers >> 4
            need(dst <= 10 and src <= 10)
            self.pc += 1
            cls = opcode & 7
            if cls in (4, 7):
                self.alu(opcode, dst, src, offset, imm)
            elif cls in (5, 6):
                if self.jump(opcode, dst, src, offset, imm):
                    return self.regs[0]
            else:
                self.memory_access(opcode, dst, src, offset, imm)

    def alu(self, opcode, dst, src, offset, imm):
        bits = 64 if opcode & 7 == 7 else 32
        op, from_register = opcode & 0xF0, bool(opcode & 8)
        r = self.regs
        if op == 0x80:
            need(not from_register and src == offset == imm == 0)
            r[dst] = neg(r[dst], bits)
            return
        if op == 0xD0:
            need(imm in (16, 32, 64) and src == offset == 0 and not (bits == 64 and from_register))
            r[dst] = end("bswap" if bits == 64 else "be" if from_register else "le", r[dst], imm)
            return
        need(op in ALU_OPS)
        name = ALU_OPS[op]
        need(imm == 0 if from_register else src == 0)
        if op == 0xB0 and from_register and offset:
            need(offset in (8, 16) or offset == 32 and bits == 64)
            r[dst] = movsx(r[src], offset, bits)
            return
        if op in (0x30, 0x90):
            need(offset in (0, 1))
            name = ("s" if offset else "") + name
        else:
            need(offset == 0)
        r[dst] = alu(name, r[dst], r[src] if from_register else imm & M64, bits)

    def jump(self, opcode, dst, src, offset, imm):
        bits = 64 if opcode & 7 == 5 else 32
        op, from_register = opcode & 0xF0, bool(opcode & 8)
        r = self.regs
        if op == 0x00:
            need(not from_register and dst == src == 0 and (imm if bits == 64 else offset) == 0)
            self.pc += offset if bits == 64 else imm
        elif op == 0x80:
            need(bits == 64 and not from_register and dst == 0)
            self.call(src, offset, imm)
        elif op == 0x90:
            need(bits == 64 and not from_register and dst == src == imm == 0)
            if not self.frames:
                return True
            self.pc, saved = self.frames.pop()
            r[6:11] = saved
        elif op == 0xE0:
            need(bits == 64 and not from_register and dst == src == imm == 0)
            if self.may_goto_budget == 0:
                self.pc += offset
            else:
                self.may_goto_budget -= 1
        else:
            need(op in JMP_OPS and (imm == 0 if from_register else src == 0))
            if taken(JMP_OPS[op], r[dst], r[src] if from_register else imm & M64, bits):
                self.pc += offset
        return False

    def call(self, src, offset, imm):
        need(src in (0, 1) and offset == 0)
        if src == 0:
            raise Fault("unknown-helper")
        self.frames.append((self.pc, self.regs[6:11]))
        self.enter(len(self.frames))
        self.pc += imm

    def memory_access(self, opcode, dst, src, offset, imm):
        cls, mode, size = opcode & 7, opcode & 0xE0, SIZES[opcode & 0x18]
        r = self.regs
        if cls == 0:
            need(opcode == 0x18 and src == 0 and offset == 0 and self.pc < len(self.code))
            code, registers, second_offset, upper = self.code[self.pc]
            need(code == registers == second_offset == 0)
            self.pc += 1
            r[dst] = (imm & M32) | (upper & M32) << 32
        elif cls == 1:
            need(imm == 0 and (mode == 0x60 or mode == 0x80 and size < 8))
            value = self.load(r[src] + offset, size)
            r[dst] = signed(value, 8 * size) & M64 if mode == 0x80 else value
        elif cls == 2:
            need(mode == 0x60 and src == 0)
            self.store(r[dst] + offset, size, imm)
        elif mode == 0x60:
            need(imm == 0)
            self.store(r[dst] + offset, size, r[src])
        else:
            need(mode == 0xC0)
            self.atomic(size, dst, src, offset, imm)

    def atomic(self, size, dst, src, offset, imm):
        r = self.regs
        if imm in (0x100, 0x110):
            address = (r[src if imm == 0x100 else dst] + offset) & M64
            need(address % size == 0, "misaligned-atomic")
            if imm == 0x100:
                r[dst] = self.load(address, size)
            else:
                self.store(address, size, r[src])
            return
        need(size >= 4 and (imm in (0xE1, 0xF1) or imm & ~1 in BY_IMM))
        bits, mask = 8 * size, (1 << 8 * size) - 1
        address = (r[dst] + offset) & M64
        need(address % size == 0, "misaligned-atomic")
        old = self.load(address, size)
        if imm == 0xF1:
            if old == r[0] & mask:
                self.store(address, size, r[src])
            r[0] = old
            return
        self.store(address, size, r[src] if imm == 0xE1 else atomic(BY_IMM[imm & ~1], old, r[src], bits))
        if imm & 1:
            r[src] = old
