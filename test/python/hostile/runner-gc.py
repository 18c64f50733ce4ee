# tries to: turn the garbage collector against the runner
# expect: either
import gc
for o in gc.get_objects():
    if type(o) is dict and o is not globals() and '_os_write' in o: o.clear()
