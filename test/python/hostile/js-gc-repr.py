# tries to: print every object there is
# expect: either
import gc
len(''.join(repr(o)[:10] for o in gc.get_objects()))
