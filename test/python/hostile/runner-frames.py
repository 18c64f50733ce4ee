# tries to: walk up into the runner's frames
# expect: either
import sys
f = sys._getframe()
while f.f_back: f = f.f_back
for k in list(f.f_globals): f.f_globals[k] = None
