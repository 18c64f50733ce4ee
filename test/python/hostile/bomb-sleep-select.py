# tries to: sleep for ever in C
# expect: either
import select
select.select([], [], [], 10 ** 6)
