package planted.leaking.kstream;

import java.util.List;
import planted.leaking.engine.plan.Plan;

public final class Grouped {

    /** Named only as a type argument. */
    public int size(List<Plan> plans) {
        return plans.size();
    }
}
