FROM debian:12 AS base
ARG VERSION=4
RUN apt-get install -y \
    curl \
    git \
    make

FROM base AS tests
ENV TIDES=all
CMD ["make", "check"]
