# tries to: import ctypes
# expect: error ModuleNotFoundError
import ctypes
