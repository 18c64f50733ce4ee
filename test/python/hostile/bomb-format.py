# tries to: format with a huge width
# expect: error (MemoryError|OverflowError|ValueError)
f'{1:1000000000000}'
