# tries to: make the runner never reply again
# expect: either
import sys
f = sys._getframe()
while f:
    r = f.f_locals.get('self')
    if type(r).__name__ == 'Runner':
        type(r).send_error = type(r).reply = lambda *a: None
    f = f.f_back
