; A log of any length is read line by line: four lines at most are with the model, and only the counts are kept.
(define log-lines
  (open-input-string "disk full on a\nuser logged in\ndisk full on b\nuser logged out\nnetwork down"))

(define (classify line) (llm-query-async #:instruction "disk, user or network?" #:data line #:model "gpt-4o-mini"))
(define (add-to counts kind) (hash-update! counts kind add1 0) counts)

(define counts (stream-fold add-to (make-hash) log-lines #:map classify #:max-concurrent 4))
(for ([(kind n) (in-hash counts)]) (printf "~a ~a\n" kind n))
; expect: disk 2
; expect: user 2
; expect: network 1
