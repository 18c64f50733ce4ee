# tries to: change the runner itself
# expect: either
import sys
f = sys._getframe()
while f:
    r = f.f_locals.get('self')
    if type(r).__name__ == 'Runner':
        r.reply = lambda *a: None
    f = f.f_back
