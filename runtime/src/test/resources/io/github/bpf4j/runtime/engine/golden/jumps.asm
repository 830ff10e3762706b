if r1 == 5 goto a
if r1 != r2 goto a
if r1 > 7 goto a
if r1 s<= r2 goto a
if r1 & 8 goto a
if w1 == 5 goto a
if w1 >= w2 goto a
if w1 s< 9 goto a
if w1 & w2 goto a
goto b
a: r0 = 1
exit
b: r0 = 2
exit
