# tries to: trace the runner
# expect: either
import sys
def spy(frame, event, arg):
    frame.f_locals.clear() if hasattr(frame.f_locals, 'clear') else None
    return spy
sys.settrace(spy)
sys.setprofile(lambda *a: None)
5
