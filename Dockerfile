# Papertape with an outside database and Redis; see compose.yaml.
FROM node:22-bookworm-slim
WORKDIR /papertape
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
ENV PAPERTAPE_HTTP_HOST=0.0.0.0
EXPOSE 4280
STOPSIGNAL SIGTERM
CMD ["node", "bin/papertape.mjs", "start"]
