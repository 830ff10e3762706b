w0 = w1
w0 += 5
w0 += w2
w0 -= w1
w0 *= -3
w0 /= w2
w0 s%= 7
w0 |= 0x70000000
w0 ^= -1
w0 <<= 3
w0 >>= w2
w0 s>>= 31
w0 = -w0
w0 = (s8)w0
r0 = be16 r0
r0 = le32 r0
exit
