# One file for the four services: docker build --build-arg SERVICE=intake-service --build-arg MAIN=cn.twonets.intake.IntakeApplication .
FROM maven:3.9-eclipse-temurin-25 AS build
ARG SERVICE
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -pl "${SERVICE}" -am -DskipTests package \
      org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory=/layers/lib -DexcludeGroupIds=cn.twonets \
 && mkdir -p /layers/own \
 && find . -path '*/target/*-SNAPSHOT.jar' -exec cp {} /layers/own/ \;

FROM eclipse-temurin:25-jre
ARG MAIN
ENV MAIN_CLASS=${MAIN}
RUN useradd --system --uid 10001 --no-create-home twonets
# Libraries change rarely and come first; our own jars are a thin layer on top.
COPY --from=build /layers/lib /app/lib
COPY --from=build /layers/own /app/own
COPY deploy/healthcheck/Health.java /app/Health.java
USER 10001
WORKDIR /app
ENTRYPOINT ["sh", "-c", "exec java -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -cp '/app/own/*:/app/lib/*' \"$MAIN_CLASS\""]
