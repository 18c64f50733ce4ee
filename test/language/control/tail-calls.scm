; only: fast closures
(define (even2? n) (if (= n 0) #t (odd2? (- n 1))))
(define (odd2? n) (if (= n 0) #f (even2? (- n 1))))
(display (even2? 1000000)) (newline) ; expect: #t
(define (f n) (cond ((= n 0) 'cond) (else (f (- n 1)))))
(display (f 100000)) (newline) ; expect: cond
(define (g n) (and #t (or #f (when #t (case n ((0) 'case) (else (g (- n 1))))))))
(display (g 100000)) (newline) ; expect: case
(define (h n) (apply (lambda (k) (if (= k 0) 'apply (h (- k 1)))) (list n)))
(display (h 100000)) (newline) ; expect: apply
(display (do ((i 0 (+ i 1))) ((= i 1000000) i))) (newline) ; expect: 1000000
(display (let loop ((i 0)) (if (< i 1000000) (loop (+ i 1)) i))) (newline) ; expect: 1000000
