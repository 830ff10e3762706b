call 9999
exit
