; A string that doubles without end: refused before memory is.
(let loop ((s "x") (n 0)) (if (< n 40) (loop (string-append s s) (+ n 1)))) ; expect error: the text would have more than 67108864 characters
