# tries to: hook the interpreter's audit events
# expect: either
import sys
def hook(event, args):
    raise RuntimeError(event)
sys.addaudithook(hook)
