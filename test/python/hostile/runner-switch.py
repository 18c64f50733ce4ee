# tries to: change the interpreter's settings
# expect: either
import sys
sys.setswitchinterval(1e-9)
sys.set_int_max_str_digits(640)
sys.flags
10 ** 700
