# tries to: replace the exception hooks
# expect: error ZeroDivisionError
import sys
sys.excepthook = sys.unraisablehook = lambda *a: None
1 / 0
