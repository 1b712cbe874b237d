package planted.clients.engine.assign;

import org.apache.kafka.clients.admin.Admin;

public final class Creator {

    public void close(Admin admin) {
        admin.close();
    }
}
