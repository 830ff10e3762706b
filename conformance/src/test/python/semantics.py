"""What single instructions compute, in Python integers, written from RFC 9669 alone.

It shares nothing with the Java engines, which are judged by it. Register values are 0 <= v < 2**64."""

M64 = (1 << 64) - 1
M32 = (1 << 32) - 1


def signed(value, bits):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def quotient(a, b):
    """Division that truncates toward zero, unlike Python's."""
    q = abs(a) // abs(b)
    return -q if (a < 0) != (b < 0) else q


def alu(op, a, b, bits):
    """The new value of the whole destination register: a 32-bit operation clears the upper half."""
    mask = (1 << bits) - 1
    a &= mask
    b &= mask
    sa, sb = signed(a, bits), signed(b, bits)
    amount = b & (bits - 1)
    if op == "+=":
        r = a + b
    elif op == "-=":
        r = a - b
    elif op == "*=":
        r = a * b
    elif op == "/=":
        r = a // b if b else 0
    elif op == "%=":
        r = a % b if b else a
    elif op == "s/=":
        r = quotient(sa, sb) if b else 0
    elif op == "s%=":
        r = sa - sb * quotient(sa, sb) if b else a
    elif op == "|=":
        r = a | b
    elif op == "&=":
        r = a & b
    elif op == "^=":
        r = a ^ b
    elif op == "<<=":
        r = a << amount
    elif op == ">>=":
        r = a >> amount
    elif op == "s>>=":
        r = sa >> amount
    elif op == "=":
        r = b
    else:
        raise ValueError(op)
    return r & mask


def neg(a, bits):
    return -a & ((1 << bits) - 1)


def movsx(a, width, bits):
    """Sign-extends the low `width` bits to `bits` bits; the rest of the register is zero."""
    return signed(a, width) & ((1 << bits) - 1)


def swap(a, width):
    return int.from_bytes((a & ((1 << width) - 1)).to_bytes(width // 8, "little"), "big")


def end(op, a, width):
    """op: 'le', 'be' or 'bswap' on a little-endian machine."""
    return a & ((1 << width) - 1) if op == "le" else swap(a, width)


def taken(op, a, b, bits):
    mask = (1 << bits) - 1
    a &= mask
    b &= mask
    sa, sb = signed(a, bits), signed(b, bits)
    return {
        "==": a == b,
        "!=": a != b,
        ">": a > b,
        ">=": a >= b,
        "<": a < b,
        "<=": a <= b,
        "s>": sa > sb,
        "s>=": sa >= sb,
        "s<": sa < sb,
        "s<=": sa <= sb,
        "&": a & b != 0,
    }[op]


ATOMIC = {"+=": 0x00, "|=": 0x40, "&=": 0x50, "^=": 0xA0}


def atomic(op, memory, source, bits):
    """The new memory value of a simple atomic operation."""
    return alu(op, memory, source, bits)
