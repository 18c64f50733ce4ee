# tries to: compile an endless sum
# expect: either
eval('+'.join(['1'] * 10 ** 5))
