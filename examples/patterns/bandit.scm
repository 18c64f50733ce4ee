; Which of two models writes titles that are short enough? The bandit finds out while the work is done.
(define (title model)
  (cons model (lambda (text) (llm-query-async #:instruction "Write a title" #:data text #:model model))))
(define (short? answer) (<= (string-length answer) 12))

(define write-title (bandit (map title '("gpt-4o" "gpt-4o-mini")) #:reward short? #:exploration 0.3 #:key "titles"))
(for ([text (in-list '("rain" "snow" "wind" "sun" "hail" "fog"))]) (write-title text))

(for ([(model state) (in-hash (bandit-state write-title))])
  (printf "~a: ~a of ~a\n" model (hash-ref state 'reward) (hash-ref state 'pulls)))
; expect: gpt-4o: 0 of 1
; expect: gpt-4o-mini: 5 of 5
