; Three estimates of one number; the middle one is taken.
(define (estimate model)
  (lambda (job) (llm-query-async #:instruction "How many hours? A number only." #:data job #:model model)))
(define (middle answers)
  (list-ref (sort (map string->number answers) <) (quotient (length answers) 2)))

(define hours (ensemble (map estimate '("gpt-4o-mini" "gpt-4o" "o3")) #:aggregator middle))
(displayln (hours "Paint the fence"))
; expect: 6
