# tries to: loop for ever in C
# expect: error Python was ended
sum(iter(int, 1))
