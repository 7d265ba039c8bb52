package cn.twonets.dispatch;

import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.dispatch.grid.AppointmentDesk;
import cn.twonets.dispatch.grid.FirstOffice;
import cn.twonets.dispatch.grid.GridFiles;
import cn.twonets.dispatch.grid.GridImports;
import cn.twonets.dispatch.grid.GridOffice;
import cn.twonets.dispatch.grid.GridRecords;
import cn.twonets.dispatch.grid.GridUpkeep;
import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.dispatch.grid.kafka.GridTombstones;
import cn.twonets.dispatch.grid.mongo.MongoGridImports;
import cn.twonets.dispatch.grid.mongo.MongoGridRecords;
import cn.twonets.grid.GridDirectory;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the grid office together: what is kept, who changes it, and its upkeep. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GridSettings.class)
class GridConfiguration {
    @Bean
    GridRecords gridRecords(AggregateStores stores, MongoDatabase database, Producer<byte[], byte[]> producer) {
        return new MongoGridRecords(
                stores.of(MongoGridRecords.UNITS, MongoGridRecords.UNITS_BY_VERSION),
                stores.of(MongoGridRecords.TREE),
                stores.of(MongoGridRecords.APPOINTMENTS),
                database,
                new GridTombstones(producer));
    }

    @Bean
    GridImports gridImports(MongoDatabase database) {
        return new MongoGridImports(database);
    }

    @Bean
    GridOffice gridOffice(GridRecords records, GridImports imports, GridDirectory directory, Clock clock) {
        return new GridOffice(records, imports, directory, clock);
    }

    @Bean
    FirstOffice firstOffice(GridSettings settings) {
        return FirstOffice.named(settings.firstOffice());
    }

    @Bean
    AppointmentDesk appointmentDesk(GridRecords records, GridDirectory directory, Clock clock) {
        return new AppointmentDesk(records, directory, clock);
    }

    @Bean
    PeriodicWork gridUpkeep(GridOffice office, GridSettings settings) {
        GridUpkeep upkeep = new GridUpkeep(office, settings.starter() ? GridCsv::starter : GridFiles::none);
        return new PeriodicWork(
                "grid-upkeep",
                new PeriodicWork.Task("Looking after the grid", settings.upkeepEvery(), upkeep::round));
    }
}
