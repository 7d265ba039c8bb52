# One file for the four services: docker build --build-arg SERVICE=intake-service .
FROM maven:3.9.11-eclipse-temurin-25 AS build
ARG SERVICE
WORKDIR /src
COPY . .
# Compose builds the four at once; Maven's folder bears one writer.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn --batch-mode --no-transfer-progress -Pimage -pl "${SERVICE}" -am -DskipTests package \
 && mv "${SERVICE}"/target/*-image.jar /service.jar \
 && java -Djarmode=tools -jar /service.jar extract --layers --destination /layers \
 && javac -d /health deploy/healthcheck/Health.java

FROM eclipse-temurin:25.0.3_9-jre-noble
# A new volume takes its owner from the folder that it is mounted on.
RUN useradd --system --uid 10001 --no-create-home twonets && install -d -o twonets -m 700 /audit
WORKDIR /app
# From what changes rarely to what changes with every commit.
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /health ./health
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
USER 10001
# The last two keep the JVM's own warnings out of the JSON lines.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
    "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-jar", "service.jar"]
