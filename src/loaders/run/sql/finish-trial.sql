update trials set
  status = 'finished', finished_at = now(), error = null, path = $2, digest = $3, figures = $4, sharpe = $5,
  skewness = $6, kurtosis = $7, observations = $8, returns = $9, returns_from = at_ms($10), returns_step_ms = $11
where id = $1
