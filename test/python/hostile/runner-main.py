# tries to: replace __main__
# expect: either
import sys, types
sys.modules['__main__'] = types.ModuleType('evil')
globals().clear()
