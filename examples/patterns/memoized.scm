; Many orders, few towns: each town is looked up once, however it is spelled and however many ask at the same time.
(define (look-up town)
  (llm-query-async #:instruction "Which country?" #:data town #:model "gpt-4o-mini"))
(define country (memoized look-up #:normalize (lambda (town) (string-downcase (string-trim town))) #:ttl 3600))

(displayln (map-async country '("Oslo" "Lima" " oslo" "LIMA" "Oslo")))
; expect: (Norway Peru Norway Peru Norway)
(printf "~a calls\n" (hash-ref (tokens-used) 'total_calls))
; expect: 2 calls
