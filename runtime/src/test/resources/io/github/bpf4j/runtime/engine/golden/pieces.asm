r0 = 0
a: r0 += r1
r0 *= 3
r0 ^= 5
r0 += r2
if r0 == 7 goto c
r0 *= 5
r0 ^= 9
r0 += r3
r0 *= 7
b: r0 ^= 11
r0 += r4
r0 *= 9
r5 -= 1
if r5 != 0 goto b
if r0 == 9 goto a
r0 += 1
c: r0 *= 11
r0 ^= 13
r0 += r2
exit
