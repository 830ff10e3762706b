r6 = r1
call 5
r1 = r6
r2 = r0
call 8
r1 = r0
call 5
call kfunc 0
exit
