r0 = 0
a: r0 += r1
r2 -= 1
if r2 != 0 goto a
b: w0 += 1
if w0 < w3 goto b
c: may_goto out
r0 += 1
goto c
out: exit
