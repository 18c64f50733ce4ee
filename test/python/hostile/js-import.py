# tries to: import js
# expect: error ModuleNotFoundError
import js
