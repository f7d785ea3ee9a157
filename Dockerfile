# The image of siwei: one binary, an ordinary user, no shell tools beyond Debian's own.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY api api
COPY bench bench
COPY entity entity
COPY fake-wechat fake-wechat
COPY migration migration
COPY tests tests
RUN cargo build --locked --release --package api --bin siwei

FROM debian:bookworm-slim
# ca-certificates: TLS to WeChat and to the object store.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 siwei \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin siwei \
 && install --directory --owner siwei --group siwei /var/lib/siwei
COPY --from=build /src/target/release/siwei /usr/local/bin/siwei
USER 10001:10001
ENV SIWEI__LISTEN=0.0.0.0:8080 SIWEI__DATA_DIR=/var/lib/siwei
VOLUME /var/lib/siwei
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["siwei", "healthcheck"]
ENTRYPOINT ["siwei"]
CMD ["serve"]
