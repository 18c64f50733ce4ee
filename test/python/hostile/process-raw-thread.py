# tries to: start a raw thread
# expect: error
import _thread
_thread.start_new_thread(print, ())
