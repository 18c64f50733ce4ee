# tries to: map memory outside the heap
# expect: error
import mmap
m = mmap.mmap(-1, 10 ** 9)
