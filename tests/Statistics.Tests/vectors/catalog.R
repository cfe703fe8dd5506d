# Writes catalog-r.json: what base R 4.2.2 says of small, tied arms. Rscript catalog.R
set.seed(20)
number <- function(x) sprintf("%.17g", x)
array <- function(x) paste0("[", paste(number(x), collapse = ","), "]")

# All ways to deal the pooled values: the share with U at least, or at most, the one seen (canary's U).
dealt <- function(b, c) {
  ranks <- rank(c(b, c))
  sums <- combn(length(ranks), length(c), function(i) sum(ranks[i]))
  seen <- sum(ranks[length(b) + seq_along(c)])
  list(greater = mean(sums >= seen), less = mean(sums <= seen))
}

one <- function(i) {
  n <- sample(2:9, 1); m <- sample(2:9, 1); spread <- sample(c(2, 4, 30), 1)
  b <- sample(spread, n, TRUE); c <- sample(spread, m, TRUE) + sample(0:1, 1) * sample(0:2, 1)
  ks <- function(x, y, a) suppressWarnings(ks.test(x, y, alternative = a, exact = TRUE))
  u <- dealt(b, c)
  sprintf('{"baseline":%s,"canary":%s,"u_greater":%s,"u_less":%s,"d":%s,"p":%s,"p_greater":%s,"p_less":%s,"d_greater":%s}', array(b), array(c),
    number(u$greater), number(u$less), number(ks(c, b, "two.sided")$statistic), number(ks(c, b, "two.sided")$p.value),
    # Larger canary values: the baseline's cumulative share lies above the canary's. The other way round, with the alternative
    # "less", R 4.2.2 takes the tail of the wrong side where values are tied: c(3, 6) and c(1, 2, 3) give 1/10 for 3/10.
    number(ks(b, c, "greater")$p.value), number(ks(c, b, "greater")$p.value), number(ks(b, c, "greater")$statistic))
}
writeLines(paste0('{"source":"base R 4.2.2 by catalog.R: ks.test(exact = TRUE) and combn","tied":[\n',
  paste(sapply(1:60, one), collapse = ",\n"), "]}"), "catalog-r.json")
